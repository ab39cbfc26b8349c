-- For wrk: sends the lines of a file in turn, each a percent-encoded query; writes the figures as one line of JSON.
-- Arguments: the path up to the query, the file.
local requests = {}
local sent = 0

function init(arguments)
  for line in io.lines(arguments[2]) do
    requests[#requests + 1] = wrk.format("GET", arguments[1] .. line)
  end
end

function request()
  sent = sent % #requests + 1
  return requests[sent]
end

function done(summary)
  local errors = summary.errors
  local failures = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    '\n{"answers": %d, "seconds": %f, "failures": %d}\n', summary.requests, summary.duration / 1e6, failures))
end
