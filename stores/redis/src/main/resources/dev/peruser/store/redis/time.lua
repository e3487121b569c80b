-- Tells the server's time to whoever may not call TIME: a key that goes at a known moment says how long it is until then.
-- KEYS[1]  a key that no session has
-- ARGV[1]  that moment, in milliseconds since 1970
-- Answers the milliseconds until then.
redis.call('HSET', KEYS[1], 'check', '1')
redis.call('PEXPIREAT', KEYS[1], ARGV[1])
local left = redis.call('PTTL', KEYS[1])
redis.call('UNLINK', KEYS[1])
return left
