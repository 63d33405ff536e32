#include <lauxlib.h>

static int count(lua_State *state) {
  size_t length;
  luaL_checklstring(state, 1, &length);
  lua_pushinteger(state, (lua_Integer)length);
  return 1;
}

int luaopen_greeting_count(lua_State *state) {
  lua_pushcfunction(state, count);
  return 1;
}
