"""Library → what is printed, as HTML with its styles in it. Pure: no disk but its own templates, no clock."""
