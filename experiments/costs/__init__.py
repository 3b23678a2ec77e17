"""What scenarios cost, who pays, and what an hour freed costs: of any comparison of scenarios."""
