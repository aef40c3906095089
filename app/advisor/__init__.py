"""Advice: answers, catalogue and rules to an approach, products that fit, and every reason why."""
