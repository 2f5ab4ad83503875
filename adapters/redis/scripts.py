"""The gate's steps as Redis scripts: each is one round trip and happens whole or not at all."""

# Answers: {"repeat", answer, whether it was given} | {"running"} | {"limited"} | {"busy"} | {"behind", sealed message} |
# {"fresh", state, waiting, tries, what is unheard}.
# KEYS: answer, claim, lock, conversation, rate, waiting, inflight, tries, the person's message begun last, unheard, told,
# window, since when windows are known, whether every note of what waits is there.
# ARGV: owner, lease ms, rate limit, inbound, identity, what a try weighs, for how many seconds tries are remembered,
# what a claim's name begins with, whether an earlier message may be overtaken (empty for no), for how long it is known
# that a kept answer was given (empty where it is only looked at), when it was sent in ms, the row of the window that it
# opens (empty for none), until when in ms, for how many messages, for how many s that is kept.
# Behind is whoever comes while the person's message before is in hand and its process is gone.
# The try is counted before it begins, so that one which ends its process counts too.
# An answer is given though nothing can be written. A message over the limit is not claimed, so it may be said again later. Whoever asks again because the answer was
# lost on the way holds the claim already and comes in.
ENTER = """
local answer = redis.call('GET', KEYS[1])
if answer then
  redis.pcall('HDEL', KEYS[7], ARGV[5])
  local given = redis.call('GET', KEYS[11]) == 'answer'
  if ARGV[10] ~= '' and answer ~= '' and not given then
    redis.pcall('SET', KEYS[11], 'answer', 'EX', ARGV[10])
  end
  return {'repeat', answer, given and '1' or ''}
end
local claim, lock = redis.call('GET', KEYS[2]), redis.call('GET', KEYS[3])
if claim and claim ~= ARGV[1] then return {'running'} end
if lock and lock ~= ARGV[1] then return {'busy'} end
local before = redis.call('GET', KEYS[9])
if before and before ~= ARGV[5] and ARGV[9] == '' and redis.call('EXISTS', ARGV[8] .. before) == 0 then
  local sealed = redis.call('HGET', KEYS[7], before)
  if sealed then return {'behind', sealed} end
end
redis.call('SET', KEYS[13], ARGV[11], 'NX')
if ARGV[12] ~= '' then
  redis.call('HSET', KEYS[12], ARGV[12] .. ':until', ARGV[13], ARGV[12] .. ':left', ARGV[14])
  redis.call('EXPIRE', KEYS[12], ARGV[15])
end
local limit = tonumber(ARGV[3])
if limit > 0 then
  local count = redis.call('INCR', KEYS[5])
  if count == 1 then redis.call('PEXPIRE', KEYS[5], 60000) end
  if count > limit then return {'limited'} end
end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
redis.call('SET', KEYS[3], ARGV[1], 'PX', ARGV[2])
redis.call('HSET', KEYS[7], ARGV[5], ARGV[4])
redis.call('SET', KEYS[9], ARGV[5], 'EX', ARGV[7])
local tries = redis.call('INCRBY', KEYS[8], ARGV[6])
redis.call('EXPIRE', KEYS[8], ARGV[7])
local waiting = redis.call('GETDEL', KEYS[6]) or redis.call('EXISTS', KEYS[14]) == 0
local unheard = redis.call('GET', KEYS[10]) or ''
return {'fresh', redis.call('GET', KEYS[4]) or '', waiting and '1' or '', tries, unheard}
"""

# KEYS: answer, claim, lock, conversation, inflight, drafts, talk, tries, quarantine, what lies there of the person, waiting,
# the person's message begun last, unheard, told, window.
# ARGV: owner, answer, answer s, state, state s, identity, person, when to remind of an open form (empty without one),
# what was said (empty for nothing), whether the talk before is forgotten (empty for no), turns of talk kept, whether
# nothing is left of the conversation (empty for no), how the answer is unheard (empty for not, `same` for as before),
# whether something waits for the citizen's next message from now on (empty for no).
# Whoever lost the lease no longer writes: another process has taken the message over. An answer for whoever waits is not
# kept when a later delivery was told that it comes: by then nobody waits where it would be given.
LEAVE = """
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 'lost' end
if ARGV[2] ~= '' and redis.call('GET', KEYS[14]) == 'later' then return 'promised' end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.call('SET', KEYS[4], ARGV[4], 'EX', ARGV[5])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[8], KEYS[12])
redis.call('HDEL', KEYS[5], ARGV[6])
if ARGV[14] ~= '' then redis.call('SET', KEYS[11], '1', 'EX', ARGV[5]) end
if ARGV[8] == '' then redis.call('ZREM', KEYS[6], ARGV[7]) else redis.call('ZADD', KEYS[6], ARGV[8], ARGV[7]) end
if ARGV[10] ~= '' then
  redis.call('DEL', KEYS[7], KEYS[11], KEYS[15])
  if ARGV[12] ~= '' then redis.call('DEL', KEYS[4]) end
  for _, name in ipairs(redis.call('ZRANGE', KEYS[9], 0, -1)) do
    if string.sub(name, 1, #KEYS[10]) == KEYS[10] then
      redis.call('DEL', name)
      redis.call('ZREM', KEYS[9], name)
    end
  end
end
if ARGV[9] ~= '' then
  redis.call('RPUSH', KEYS[7], ARGV[9])
  redis.call('LTRIM', KEYS[7], -ARGV[11], -1)
  redis.call('EXPIRE', KEYS[7], ARGV[5])
end
if ARGV[13] == '' or ARGV[10] ~= '' then
  redis.call('DEL', KEYS[13])
elseif ARGV[13] ~= 'same' then
  redis.call('SET', KEYS[13], ARGV[13] .. ':' .. ARGV[6], 'EX', ARGV[5])
end
return 'kept'
"""

# Answers: {"answer", answer} | {"later"} | {"gone"}. KEYS: answer, told, inflight. ARGV: for how long each is remembered, in s,
# identity. Gone is what was let go meanwhile: nobody would keep a promise of it.
PROMISE = """
local answer = redis.call('GET', KEYS[1])
if answer then
  if answer ~= '' then redis.call('SET', KEYS[2], 'answer', 'EX', ARGV[1]) end
  return {'answer', answer}
end
if redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then return {'gone'} end
redis.call('SET', KEYS[2], 'later', 'EX', ARGV[1])
return {'later'}
"""

# KEYS: answer.
POSTED = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('SET', KEYS[1], '', 'KEEPTTL') end
return 1
"""

# KEYS: unheard. ARGV: what stands there while the answer to this message is the last one given.
HEARD = """
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
"""

# KEYS: drafts. ARGV: person, the mark with which the draft was read.
REMINDED = """
local mark = redis.call('ZSCORE', KEYS[1], ARGV[1])
if mark and tonumber(mark) == tonumber(ARGV[2]) then return redis.call('ZREM', KEYS[1], ARGV[1]) end
return 0
"""

# KEYS: claim, lock. ARGV: owner, lease ms.
RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
return 1
"""

# KEYS: claim, lock, inflight, tries, answer, told. ARGV: owner, identity, what is taken off the try.
# Whoever lost the lease gives nothing back: the message is another's, or waits in hand for one, or is answered.
# Nor does anybody when a later delivery was told that the answer comes: it stays in hand.
ABANDON = """
local claim = redis.call('GET', KEYS[1])
if not claim and redis.call('HEXISTS', KEYS[3], ARGV[2]) == 0 then return 1 - redis.call('EXISTS', KEYS[5]) end
if claim ~= ARGV[1] or redis.call('GET', KEYS[6]) == 'later' then return 0 end
redis.call('DEL', KEYS[1])
if redis.call('GET', KEYS[2]) == ARGV[1] then redis.call('DEL', KEYS[2]) end
redis.call('HDEL', KEYS[3], ARGV[2])
if redis.call('EXISTS', KEYS[4]) == 1 then redis.call('DECRBY', KEYS[4], ARGV[3]) end
return 1
"""

# KEYS: tries. ARGV: what is taken off the try.
EXCUSE = """
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECRBY', KEYS[1], ARGV[1]) end
return 1
"""

# KEYS: tries. ARGV: what is put on the try, for how many seconds tries are remembered.
BEGIN = """
local tries = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
return tries
"""

# KEYS: claim, lock. ARGV: owner.
STEP_ASIDE = """
for place = 1, 2 do
  if redis.call('GET', KEYS[place]) == ARGV[1] then redis.call('DEL', KEYS[place]) end
end
return 1
"""

# KEYS: answer, claim, lock, inflight, tries, quarantine, the message's place there.
# ARGV: owner, answer, answer s, identity, now in s, how long it is kept in s, how many are kept.
# A place ends by itself when its time is over; here its name goes too, and the oldest where there are too many.
SET_ASIDE = """
if redis.call('GET', KEYS[3]) ~= ARGV[1] then return 0 end
local sealed = redis.call('HGET', KEYS[4], ARGV[4])
if sealed then
  redis.call('SET', KEYS[7], sealed, 'EX', ARGV[6])
  redis.call('ZADD', KEYS[6], ARGV[5], KEYS[7])
  redis.call('ZREMRANGEBYSCORE', KEYS[6], '-inf', ARGV[5] - ARGV[6])
  for _, name in ipairs(redis.call('ZRANGE', KEYS[6], 0, -1 - ARGV[7])) do
    redis.call('DEL', name)
    redis.call('ZREM', KEYS[6], name)
  end
end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
redis.call('DEL', KEYS[2], KEYS[3], KEYS[5])
redis.call('HDEL', KEYS[4], ARGV[4])
return 1
"""

# Answers: identity, sealed message, identity, … KEYS: inflight. ARGV: what a claim's name begins with, how many, a number.
# The search begins at another place each time: those that cannot be taken up yet do not stand before the others.
STRANDED = """
local names, found = redis.call('HKEYS', KEYS[1]), {}
for step = 1, #names do
  local name = names[(step + ARGV[3]) % #names + 1]
  if #found >= 2 * ARGV[2] then break end
  if redis.call('EXISTS', ARGV[1] .. name) == 0 then
    found[#found + 1] = name
    found[#found + 1] = redis.call('HGET', KEYS[1], name)
  end
end
return found
"""

STEPS = {
    "enter": ENTER,
    "renew": RENEW,
    "leave": LEAVE,
    "heard": HEARD,
    "promise": PROMISE,
    "posted": POSTED,
    "abandon": ABANDON,
    "excuse": EXCUSE,
    "begin": BEGIN,
    "step_aside": STEP_ASIDE,
    "set_aside": SET_ASIDE,
    "stranded": STRANDED,
    "reminded": REMINDED,
}
