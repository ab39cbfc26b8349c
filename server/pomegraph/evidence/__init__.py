"""Where figures come from: published figures held against primary ones, trial by trial."""
