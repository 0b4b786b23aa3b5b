"""The demonstration: accounts in every post and sample disputes walked through the actions."""
