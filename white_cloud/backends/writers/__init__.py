"""Writers: from a brief to bilingual lines."""
