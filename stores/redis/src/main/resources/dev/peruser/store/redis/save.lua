-- Stores a session if the version stored is the expected one.
-- KEYS[1]  the session
-- ARGV[1]  the version expected; empty: nothing may be stored
-- ARGV[2]  when Redis may drop the session, in milliseconds since 1970; empty: as it is
-- ARGV[3]  how many fields go; their names follow, then a name and a value for each field that is set
-- Answers 1 if it was stored, 0 if not. Sent twice, it stores once: the first time changes the version.
if ARGV[1] == '' then
  if redis.call('EXISTS', KEYS[1]) == 1 then
    return 0
  end
elseif redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then
  return 0
end
local first = 4 + ARGV[3]
-- In steps, because Lua hands over only some thousand arguments at once.
for from = 4, first - 1, 1000 do
  redis.call('HDEL', KEYS[1], unpack(ARGV, from, math.min(from + 999, first - 1)))
end
for from = first, #ARGV, 1000 do
  redis.call('HSET', KEYS[1], unpack(ARGV, from, math.min(from + 999, #ARGV)))
end
if ARGV[2] ~= '' then
  redis.call('PEXPIREAT', KEYS[1], ARGV[2])
end
-- A server tells of the next change to what was read over a connection. The writes above ended that: read it again.
redis.call('EXISTS', KEYS[1])
return 1
