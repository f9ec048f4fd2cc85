"""How we talk with a provider (OpenID Connect): knows neither Flask nor the database.

Everything a provider says is a claim by a stranger. It is bounded in time and size, checked here,
and refused with a reason (``refusals.Refused``).
"""
