"""From a whole article to its byline, places, unions, programs and figures."""
