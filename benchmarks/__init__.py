"""What a request costs, measured beside the least that such a page could cost. Not part of the product or its tests."""
