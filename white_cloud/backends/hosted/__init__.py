"""What hosted backends share: keys, options, and how a vendor's errors are told."""
