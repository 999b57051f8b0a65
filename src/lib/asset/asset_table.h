/* What tools/asset.py makes at build. */
#ifndef LIB_ASSET_ASSET_TABLE_H
#define LIB_ASSET_ASSET_TABLE_H

#include "lib/asset/asset.h"

extern const struct asset asset_table[];
extern const size_t asset_table_n;

#endif
