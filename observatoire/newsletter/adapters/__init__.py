"""What the letter asks of the outside: a spam filter of this machine, DNS, a file of Outlook."""
