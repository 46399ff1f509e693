"""The main job, walked in a real browser on a site that was started as `make run` starts it."""
