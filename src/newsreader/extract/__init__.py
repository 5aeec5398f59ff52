"""Web page → readable article. The extraction library and the trees it works on stay in here."""
