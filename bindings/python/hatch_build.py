# SPDX-License-Identifier: MIT
"""What a wheel has inside beside the package: the files of the folder MAIXFIT_INSIDE, for the platform MAIXFIT_TAG. Where
that is `any`, it is the module of WebAssembly, and wasmtime runs it. Without both, the library of the system is used."""
import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Hook(BuildHookInterface):
    def initialize(self, version, build_data):
        inside, platform = os.environ.get("MAIXFIT_INSIDE"), os.environ.get("MAIXFIT_TAG", "any")
        if inside:
            build_data["force_include"][inside] = "maixfit"
        if inside and platform == "any":
            build_data["dependencies"].append("wasmtime>=50,<51")
        build_data["tag"] = f"py3-none-{platform}"
        build_data["pure_python"] = platform == "any"
