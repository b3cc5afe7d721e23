"""Files that a reader takes away: offered on a page, computed and checked once more when they are asked for."""
