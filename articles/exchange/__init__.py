"""What leaves the site as data: tables, an API, feeds."""
