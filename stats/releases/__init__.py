"""What is published when: the life of one number, the expected dates of sources, the change log."""
