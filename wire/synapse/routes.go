package synapse

// routes are the endpoints by pattern; [system] tells what each is.
func (h *handler) routes() map[string]route {
	return map[string]route{
		"POST /users":                            {serve: h.create},
		"GET /users":                             {serve: h.list},
		"GET /users/{id}":                        {serve: h.get},
		"PATCH /users/{id}":                      {serve: h.patch},
		"POST /oauth/{id}":                       {serve: h.oauth},
		"PATCH /users/{id}/ubo":                  {serve: h.ubo},
		"GET /users/{id}/get-duplicates":         {serve: h.duplicates},
		"PATCH /users/{id}/swap-duplicate-users": {serve: h.swap},
		"GET /users/{id}/nodes":                  {serve: h.nodes},
		"POST /address-verification":             {serve: h.address},
		"POST /subscriptions":                    {serve: h.subscribe},
		"GET /subscriptions":                     {serve: h.listSubscriptions},
		"GET /subscriptions/logs":                {serve: h.logs},
		"GET /subscriptions/{id}":                {serve: h.getSubscription},
		"PATCH /subscriptions/{id}":              {serve: h.patchSubscription},
		"GET /users/document-types":              {serve: h.documentTypes, open: true},
		"GET /users/entity-types":                {serve: h.entityTypes, open: true},
		"GET /users/entity-scopes":               {serve: h.entityScopes, open: true},
		"GET /nodes/types":                       {serve: h.nodeTypes, open: true},
	}
}
