-- Takes tokens from a bucket that is filled evenly, in one step. The bucket is one number: the moment at which it will be full
-- (the "theoretical arrival time" of the generic cell rate algorithm, ITU-T I.371), so a bucket that is full needs no key.
--
-- KEYS[1] the bucket
-- ARGV    capacity, period in microseconds, tokens, 1 to take them even if they are not there, and the time in microseconds
--         (empty: the clock of this server, the same for all who ask)
-- answers whether they were there, whole tokens left, microseconds until there is one, microseconds until it is full
local capacity, period, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[5])
if not now then
  local time = redis.call('TIME')
  -- Counted from 2023, so that a double holds fractions of a microsecond.
  now = (time[1] - 1700000000) * 1000000 + time[2]
end
local interval = period / capacity
local most = now + 2 * period
local full = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or now), now), most)
local after = full + tokens * interval
local taken = after - now <= period + 0.25
if taken or ARGV[4] == '1' then
  full = math.min(after, most)
  redis.call('SET', KEYS[1], string.format('%.3f', full), 'PX', math.ceil((full - now) / 1000) + 1)
end
local left = math.max(0, math.floor((period - (full - now)) / interval + 0.000001))
local refill = left > 0 and 0 or math.max(1, math.ceil(full + interval - now - period))
return { taken and 1 or 0, left, refill, math.ceil(full - now) }
