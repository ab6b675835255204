#!lua
-- The head of 'report' and 'count', which go on where this ends: a numbered batch is applied to one window whole and once.
--
-- KEYS 1 counts  2 payloads  3 open  4 marker  5 generation
-- ARGV 1 window  2 sequence  3 markerTtl  4 maxGroups  5 maxAge  6 maxAhead  7 N
-- Answers {1, t, ...}    applied
--         {0, t, last}   applied before
--         {-2, t, last}  a gap: send again from last + 1
--         {-1, t}        the window is out of range; the number is not consumed
--
-- A replay and a gap are told before the window's age is looked at: see docs/protocol.md.
local call = redis.call
local now = call('TIME')
local t = tonumber(now[1])
local start, sequence, N = tonumber(string.match(ARGV[1], '^-?%d+')), tonumber(ARGV[2]), tonumber(ARGV[7])
local last = tonumber(call('GET', KEYS[4]) or '0')
if sequence <= last then return {0, t, last} end
if sequence ~= last + 1 then return {-2, t, last} end
if start < t - tonumber(ARGV[5]) or start > t + tonumber(ARGV[6]) then return {-1, t} end
-- What the window stands in the index by if it is not open: its start, or if it was sealed before, now.
local opened = call('EXISTS', KEYS[5]) == 0 and start or t + math.floor(now[2] / 1000) / 1000
