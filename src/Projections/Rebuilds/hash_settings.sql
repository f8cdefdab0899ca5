SET LOCAL timezone = 'UTC'
