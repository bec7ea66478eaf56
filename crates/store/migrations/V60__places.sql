-- Who belongs to an organisation, a department or a location, in the order of names.
CREATE INDEX people_organisation ON people (organisation_id, name, id);
CREATE INDEX people_department ON people (department_id, name, id);
CREATE INDEX people_location ON people (location_id, name, id);
