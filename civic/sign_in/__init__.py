"""Coming in: accounts, their doors, and the sessions behind them."""
