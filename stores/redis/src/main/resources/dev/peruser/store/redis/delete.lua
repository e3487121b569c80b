-- Removes a session if the version stored is the expected one.
-- KEYS[1]  the session
-- ARGV[1]  the version expected
-- Answers 1 if it was removed, 0 if not.
if redis.call('HGET', KEYS[1], 'v') ~= ARGV[1] then
  return 0
end
redis.call('UNLINK', KEYS[1])
return 1
