select * from bare.alerts where tenant_id = 'default' and id = $1
