"""Studies of ClinicalTrials.gov (API version 2): what was planned, and the results that were posted."""
