-- Calls each command that the other scripts call, and leaves nothing behind: so a missing right is known before the
-- first session is saved.
-- KEYS[1]  a key that no session has
redis.call('EXISTS', KEYS[1])
redis.call('HSET', KEYS[1], 'check', '1')
redis.call('HGET', KEYS[1], 'check')
redis.call('HDEL', KEYS[1], 'other')
redis.call('PEXPIREAT', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], redis.call('PTTL', KEYS[1]))
redis.call('UNLINK', KEYS[1])
return 1
