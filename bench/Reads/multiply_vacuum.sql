vacuum {list}.alerts, {list}.group_claims, {list}.group_offers, {times}.work, {search}.texts
