# SPDX-License-Identifier: MIT
# The header's plain comments as doxygen's: one behind a value or a member, and one before what it is of.
s|([,;0-9A-Z]) +/\* |\1 /**< |
s|^( *)/\* |\1/** |
1,3s|^/\*\* |/** \\file\n * |
s|@|\\@|g
