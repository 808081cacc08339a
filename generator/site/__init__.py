"""Pages: view models and Jinja templates. Award pages are whole; catalogue pages are Markdown for any site builder."""
