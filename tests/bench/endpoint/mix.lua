-- For wrk, one connection a thread: sends lines of a file, each a path, in the order that standard input tells, to its
-- end. Standard input has the numbers of the lines, from 0, four bytes each; all threads read them from the one pipe.
-- Writes for each thread a line of JSON: line, status, begin and end in seconds of each answer, one after another.
local ffi = require("ffi")
ffi.cdef([[
  typedef struct { long seconds, nanoseconds; } moment;
  int clock_gettime(int clock, moment *now);
  long read(int file, void *buffer, size_t size);
]])
local MONOTONIC = 1
local now, number = ffi.new("moment"), ffi.new("int[1]")
local requests, seen = {}, {}
local chosen, begin

local function read_clock()
  ffi.C.clock_gettime(MONOTONIC, now)
  return tonumber(now.seconds) + tonumber(now.nanoseconds) / 1e9
end

local function choose()
  return ffi.C.read(0, number, 4) == 4 and number[0] or nil
end

function init(arguments)
  for line in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", line)
  end
  chosen = choose()
end

function request()
  begin = read_clock()
  return requests[(chosen or 0) + 1]
end

function response(status)
  if not chosen then
    return
  end
  seen[#seen + 1] = string.format("%d, %d, %.6f, %.6f", chosen, status, begin, read_clock())
  chosen = choose()
  if not chosen then
    io.write("[" .. table.concat(seen, ", ") .. "]\n")
    io.flush()
    wrk.thread:stop()
  end
end
