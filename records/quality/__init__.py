"""Quality passes over digitised documents: V1 on all, V2 and V3 on a random sample, by different people."""
