-- Writes a session's expiry again as it is. That changes nothing, but what replicas acknowledge after it includes
-- everything that was stored before.
-- KEYS[1]  the session
-- Answers 1 if there is a session, 0 if not.
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  return 0
end
redis.call('PEXPIRE', KEYS[1], left)
return 1
