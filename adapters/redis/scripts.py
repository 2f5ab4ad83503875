"""The gate's steps as Redis scripts: each is one round trip and happens whole or not at all."""

# Answers: {"repeat", answer} | {"running"} | {"limited"} | {"busy"} | {"fresh", state, waiting}.
# KEYS: answer, claim, lock, conversation, rate, waiting, inflight. ARGV: owner, lease ms, rate limit, inbound, key.
# A message over the limit is not claimed, so it may be said again later. Whoever asks again because the answer was
# lost on the way holds the claim already and comes in.
ENTER = """
local answer = redis.call('GET', KEYS[1])
if answer then return {'repeat', answer} end
local claim, lock = redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
if claim and claim ~= ARGV[1] then return {'running'} end
if lock and lock ~= ARGV[1] then return {'busy'} end
local limit = tonumber(ARGV[3])
if limit > 0 then
  local count = redis.call('INCR', KEYS[5])
  if count == 1 then redis.call('PEXPIRE', KEYS[5], 60000) end
  if count > limit then return {'limited'} end
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
redis.call('HSET', KEYS[7], ARGV[5], ARGV[4])
local waiting = redis.call('GETDEL', KEYS[6])
return {'fresh', redis.call('GET', KEYS[4]) or '', waiting and '1' or ''}
"""

# KEYS: answer, claim, lock, conversation, inflight, drafts, talk.
# ARGV: owner, answer, answer s, state, state s, key, person, when to remind of an open form (empty without one),
# what was said (empty for nothing), whether the talk before is forgotten (empty for no), turns of talk kept.
# Whoever lost the lease no longer writes: another process has taken the message over.
LEAVE = """
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[5])
redis.call('DEL', KEYS[2], KEYS[3])
redis.call('HDEL', KEYS[5], ARGV[6])
if ARGV[8] == '' then redis.call('ZREM', KEYS[6], ARGV[7]) else redis.call('ZADD', KEYS[6], ARGV[8], ARGV[7]) end
if ARGV[10] ~= '' then redis.call('DEL', KEYS[7]) end
if ARGV[9] ~= '' then
  redis.call('RPUSH', KEYS[7], ARGV[9])
  redis.call('LTRIM', KEYS[7], -ARGV[11], -1)
  redis.call('EXPIRE', KEYS[7], ARGV[5])
end
return 1
"""

# KEYS: drafts. ARGV: person, the mark with which the draft was read.
REMINDED = """
local mark = redis.call('ZSCORE', KEYS[1], ARGV[1])
if mark and tonumber(mark) == tonumber(ARGV[2]) then return redis.call('ZREM', KEYS[1], ARGV[1]) end
return 0
"""

# KEYS: claim, lock, inflight. ARGV: owner, key.
ABANDON = """
for place = 1, 2 do
  if redis.call('GET', KEYS[place]) == ARGV[1] then redis.call('DEL', KEYS[place]) end
end
redis.call('HDEL', KEYS[3], ARGV[2])
return 1
"""

STEPS = {"enter": ENTER, "leave": LEAVE, "abandon": ABANDON, "reminded": REMINDED}
