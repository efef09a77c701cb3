"""The first table."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table of stories."""

    initial = True
    operations = (
        migrations.CreateModel(
            name="Story",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        primary_key=True, auto_created=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("headline", models.TextField()),
                ("claim", models.TextField()),
                ("published", models.DateTimeField()),
            ],
        ),
    )
