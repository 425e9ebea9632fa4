"""The steps of the workflow, one file each.

A step is `run(tools, job_id, ...) -> int`: ids and numbers in and out, nothing else, because the durable job
store keeps both. It may be repeated at any time. `ENDED` says that the job is over and why is on its row.
"""

ENDED = -1
