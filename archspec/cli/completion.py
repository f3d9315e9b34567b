"""`archspec completion`: the script by which a shell completes archspec's commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

#: The variable by which click's scripts ask, made of the program's name.
_VARIABLE = "_ARCHSPEC_COMPLETE"


_EPILOG = """\b
How each shell takes it:
  bash  add to ~/.bashrc:  eval "$(archspec completion bash)"
  zsh   add to ~/.zshrc:   eval "$(archspec completion zsh)"
  fish  archspec completion fish > ~/.config/fish/completions/archspec.fish"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the script by which a shell completes commands, options, and the names of specs, variants and layers."""
    completion = get_completion_class(shell)
    assert completion is not None
    click.echo(completion(ctx.find_root().command, {}, "archspec", _VARIABLE).source(), nl=False)
    return 0
