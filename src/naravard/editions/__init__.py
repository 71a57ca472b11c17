"""What has been published: editions that are whole and proved before they are seen, with their manifests."""
