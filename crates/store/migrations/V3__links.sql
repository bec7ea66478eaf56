-- A ticket's page shows the links that others have to it.
CREATE INDEX ticket_links_to ON ticket_links (to_id);
