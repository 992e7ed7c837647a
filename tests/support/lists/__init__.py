"""Made-up lists of photos in every layout that people have, and what reading each must give."""
