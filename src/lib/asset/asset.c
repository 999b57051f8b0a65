#include "lib/asset/asset.h"

#include <string.h>

#include "lib/asset/asset_table.h"
#include "lib/base/arena.h"

const struct asset *asset_find(const char *path)
{
	for (size_t i = 0; i < asset_table_n; i++)
		if (strcmp(asset_table[i].path, path) == 0)
			return &asset_table[i];
	return NULL;
}

const struct asset *asset_named(const char *name)
{
	for (size_t i = 0; i < asset_table_n; i++)
		if (strcmp(asset_table[i].name, name) == 0)
			return &asset_table[i];
	die("no asset %s in this program", name);
}

const char *asset_path(const char *name)
{
	return asset_named(name)->path;
}
