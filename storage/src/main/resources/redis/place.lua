-- Takes a place among the attempts on one key that are being judged, in one step.
--
-- KEYS[1] the places, each with the moment at which it was taken
-- ARGV    now, how long a judgement may take, how many places there are, the name of the new place, how long to keep the key
--         (times in milliseconds)
-- answers how many places were never given back (they are removed, and whoever asked counts them), and whether one was taken
local now, judgement, room = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local stale = redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - judgement)
if stale > 0 or redis.call('ZCARD', KEYS[1]) >= room then
  return { stale, 0 }
end
redis.call('ZADD', KEYS[1], now, ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[5])
return { 0, 1 }
