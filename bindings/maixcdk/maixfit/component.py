# SPDX-License-Identifier: MIT
"""What MaixCDK downloads before it builds the component; CMakeLists.txt names the folders where it unpacks it."""


def add_file_downloads(confs: dict) -> list:
    """The archives of upstream: cJSON into a folder cjson, as its header is included."""
    return [
        {
            "url": "https://github.com/DaveGamble/cJSON/archive/refs/tags/v1.7.19.tar.gz",
            "urls": [],
            "sites": [],
            "sha256sum": "7fa616e3046edfa7a28a32d5f9eacfd23f92900fe1f8ccd988c1662f30454562",
            "filename": "cJSON-1.7.19.tar.gz",
            "path": "cjson_srcs/cJSON-1.7.19",
            "check_files": ["cjson"],
            "rename": {"cJSON-1.7.19": "cjson"},
        },
        {
            "url": "https://github.com/lz4/lz4/archive/refs/tags/v1.10.0.tar.gz",
            "urls": [],
            "sites": [],
            "sha256sum": "537512904744b35e232912055ccf8ec66d768639ff3abe5788d90d792ec5f48b",
            "filename": "lz4-1.10.0.tar.gz",
            "path": "lz4_srcs",
            "check_files": ["lz4-1.10.0"],
        },
    ]
