SELECT projection || '_g' || serving FROM projections.generations WHERE projection = 'alert_list'
