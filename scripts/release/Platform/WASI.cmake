# SPDX-License-Identifier: MIT
# CMake asks for a file of each system; of this one there is nothing to say.
